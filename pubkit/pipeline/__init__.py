"""The attic: the life of a document, one readable function a verb. Finds the files, runs the floors below in order."""
