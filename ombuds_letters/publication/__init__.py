"""A year published: a folder of static pages and data files, made from the same records and templates as the letters.

`site_proof`, which knows nothing of this package, reads what was made before it is put in place.
"""
