"""Between letters made and letters signed: the folder read back, the wording accepted, the signing pack, who read what."""

SEED = 1  # picks the letters that are read by chance, where nobody chooses another
