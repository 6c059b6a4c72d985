create table product (
	id bigint primary key,
	name varchar(100) not null,
	description varchar(400) not null,
	price decimal(10, 2) not null,
	stock int not null check (stock >= 0)
);
