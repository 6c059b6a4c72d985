local three = 3
