"""The committed notebooks speak of seeds/: a CORPUS left in the environment must not reach their kernels."""

import os

os.environ.pop("CORPUS", None)
