"""What stands between letters that are made and letters that are signed: reading what lies in the folder, accepting the
wording, the signing pack, and who has read which letter."""
