package io.github.redispatterns.sample.shop;

/**
 * A picture that is different for each number and takes its time to compute.
 *
 * @param re real part of the constant
 * @param im imaginary part of the constant
 */
record JuliaSet(double re, double im) {

	private static final int SIZE = 48;

	private static final int DEPTH = 4000;

	private static final String[] SHADES = { "#e8ecf8", "#b9c4ee", "#8494dd", "#5566c9", "#2c3a94" };

	static JuliaSet of(long number) {
		double angle = number * 2.399963;
		return new JuliaSet(0.7885 * Math.cos(angle), 0.7885 * Math.sin(angle));
	}

	String svg() {
		StringBuilder svg = new StringBuilder(
				"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$d %1$d\">".formatted(SIZE));
		svg.append("<rect width=\"%1$d\" height=\"%1$d\" fill=\"%2$s\"/>".formatted(SIZE, SHADES[0]));
		StringBuilder[] paths = new StringBuilder[SHADES.length];
		for (int y = 0; y < SIZE; y++) {
			for (int x = 0; x < SIZE; x++) {
				int shade = shade(3.0 * x / SIZE - 1.5, 3.0 * y / SIZE - 1.5);
				if (paths[shade] == null) {
					paths[shade] = new StringBuilder();
				}
				paths[shade].append('M').append(x).append(' ').append(y).append("h1v1h-1z");
			}
		}
		for (int shade = 1; shade < SHADES.length; shade++) {
			if (paths[shade] != null) {
				svg.append("<path fill=\"%s\" d=\"%s\"/>".formatted(SHADES[shade], paths[shade]));
			}
		}
		return svg.append("</svg>").toString();
	}

	private int shade(double x, double y) {
		int steps = 0;
		while (steps < DEPTH && x * x + y * y < 4) {
			double next = x * x - y * y + this.re;
			y = 2 * x * y + this.im;
			x = next;
			steps++;
		}
		return (steps == DEPTH) ? SHADES.length - 1 : Math.min(SHADES.length - 1, steps / 6);
	}

}
