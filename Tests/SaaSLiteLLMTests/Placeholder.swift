// Tests come with the first code.
