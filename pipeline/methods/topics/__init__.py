"""Methods of finding topics, judging their stability, and comparing them with themes."""
