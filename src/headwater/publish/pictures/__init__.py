"""The pictures of the pages, each in a module of its own."""
