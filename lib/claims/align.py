def align(claims):
    return claims
