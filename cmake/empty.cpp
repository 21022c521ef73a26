// A module that has only headers still makes a library.
