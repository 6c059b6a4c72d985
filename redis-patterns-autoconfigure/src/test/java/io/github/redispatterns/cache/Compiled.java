package io.github.redispatterns.cache;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * One version of an application: a source file compiled into a class loader of its own.
 */
final class Compiled extends ClassLoader {

	private static final Pattern NAME = Pattern.compile("public (?:sealed )?(?:record|enum|interface) (\\w+)");

	private final Map<String, ByteArrayOutputStream> code = new HashMap<>();

	private final String name;

	private Compiled(String source) {
		super(Compiled.class.getClassLoader());
		Matcher matcher = NAME.matcher(source);
		this.name = matcher.find() ? matcher.group(1) : "";
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		JavaFileManager files = new Files(compiler.getStandardFileManager(null, null, null));
		if (!compiler.getTask(null, files, null, List.of("-proc:none"), null, List.of(new Source(this.name, source)))
			.call()) {
			throw new IllegalArgumentException("Does not compile: " + source);
		}
	}

	/**
	 * Compile a public type of the package {@code shop}.
	 * @param source its source, without package and imports
	 * @return the type
	 */
	static Class<?> type(String source) {
		Compiled version = new Compiled(
				"package shop; import java.util.*; import com.fasterxml.jackson.annotation.*; " + source);
		try {
			return version.loadClass("shop." + version.name);
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalArgumentException("No public type in: " + source, ex);
		}
	}

	@Override
	protected Class<?> findClass(String type) throws ClassNotFoundException {
		ByteArrayOutputStream bytes = this.code.get(type);
		if (bytes == null) {
			throw new ClassNotFoundException(type);
		}
		return defineClass(type, bytes.toByteArray(), 0, bytes.size());
	}

	private static final class Source extends SimpleJavaFileObject {

		private final String source;

		Source(String name, String source) {
			super(URI.create("memory:///shop/" + name + ".java"), Kind.SOURCE);
			this.source = source;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.source;
		}

	}

	private final class Files extends ForwardingJavaFileManager<JavaFileManager> {

		Files(JavaFileManager files) {
			super(files);
		}

		@Override
		public JavaFileObject getJavaFileForOutput(Location location, String className, JavaFileObject.Kind kind,
				FileObject sibling) {
			return new SimpleJavaFileObject(URI.create("memory:///" + className), kind) {

				@Override
				public OutputStream openOutputStream() {
					return Compiled.this.code.computeIfAbsent(className, (key) -> new ByteArrayOutputStream());
				}

			};
		}

	}

}
