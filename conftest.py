"""What the committed notebooks must not depend on.

A CORPUS left in the environment must not reach their kernels. `make` runs the notebooks in the surroundings that it
finds;
nbval runs them in others, so that what both agree with does not hang on the hash seed, the time zone or the locale.
"""

import os

os.environ.pop("CORPUS", None)
os.environ |= {"PYTHONHASHSEED": "1", "TZ": "America/Lima", "LC_ALL": "C"}
# Kernels and workers stand side by side: threads of each would only wait for one another.
os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
