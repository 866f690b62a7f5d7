"""Methods of counting themes, with intervals that hold."""
