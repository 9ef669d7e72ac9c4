"""Discord: alerts as messages with an embed, commands as application commands; import the parts from their own modules.

Importing this package alone loads no chat library, so that the console needs none.
"""
