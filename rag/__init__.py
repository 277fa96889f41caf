"""Citedesk's engine: from a folder of documents to checked, cited answers."""

import os

# Before anything imports numpy, whose products are small here: threads wait for each other longer
# than they compute, 20 ms a question where cores are busy. (torch has threads of its own.)
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
