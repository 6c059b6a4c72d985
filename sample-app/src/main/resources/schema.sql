create table product (
	id bigint primary key,
	name varchar(100) not null,
	description varchar(400) not null,
	category varchar(40) not null,
	price decimal(10, 2) not null,
	stock int not null check (stock >= 0)
);

create sequence order_number;

create table orders (
	id bigint primary key,
	product bigint not null references product (id),
	quantity int not null check (quantity > 0),
	total decimal(10, 2) not null,
	token bigint not null
);

-- where the guard of the lock remembers the highest token
create table redis_patterns_fence (
	resource varchar(255) primary key,
	token bigint not null
);

-- what was counted in the store room, written behind a cache
create table stock_count (
	product bigint primary key references product (id),
	counted int not null,
	version bigint not null
);
