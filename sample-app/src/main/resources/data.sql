insert into product (id, name, description, category, price, stock) values
	(1, 'Moka pot', 'Aluminium, six cups, a gasket that lasts', 'brewing', 34.90, 40),
	(2, 'Hand grinder', 'Conical steel burrs, 38 mm, 22 clicks a turn', 'tools', 89.00, 12),
	(3, 'Gooseneck kettle', 'One litre, pours where you point it', 'tools', 59.50, 25),
	(4, 'Paper filters', 'A hundred, unbleached, for four cups', 'brewing', 6.40, 300),
	(5, 'Scale with timer', 'Tenths of a gram, two kilograms', 'tools', 42.00, 18),
	(6, 'Travel press', 'Stainless, 350 ml, does not leak', 'brewing', 29.90, 33),
	(7, 'Ethiopia Guji', 'Washed, light roast, 250 g', 'beans', 13.80, 80),
	(8, 'Colombia Huila', 'Honey process, medium roast, 250 g', 'beans', 12.60, 96);

insert into stock_count (product, counted, version) select id, 0, 0 from product;
