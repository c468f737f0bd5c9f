"""Between letters made and letters signed: the folder read back, the wording accepted, the signing pack, who read what."""
