"""The sample newsroom and the server that plays it."""
