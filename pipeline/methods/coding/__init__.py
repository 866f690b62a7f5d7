"""Methods of coding: the codebook, and machine coders that apply it."""
