package io.github.redispatterns.internal;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;

import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A class as an application might compile it, unlike this build.
 */
final class CompiledClass {

	private CompiledClass() {
	}

	static Class<?> withoutParameterNames(String name, String source) {
		ByteArrayOutputStream code = new ByteArrayOutputStream();
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		JavaFileManager files = new ForwardingJavaFileManager<>(compiler.getStandardFileManager(null, null, null)) {

			@Override
			public JavaFileObject getJavaFileForOutput(Location location, String className, JavaFileObject.Kind kind,
					FileObject sibling) {
				return new SimpleJavaFileObject(URI.create("memory:///" + className), kind) {

					@Override
					public OutputStream openOutputStream() {
						return code;
					}

				};
			}

		};
		JavaFileObject file = new SimpleJavaFileObject(URI.create("memory:///" + name.replace('.', '/') + ".java"),
				JavaFileObject.Kind.SOURCE) {

			@Override
			public CharSequence getCharContent(boolean ignoreEncodingErrors) {
				return source;
			}

		};
		List<String> options = List.of("-proc:none", "-g:none");
		if (!compiler.getTask(null, files, null, options, null, List.of(file)).call()) {
			throw new IllegalArgumentException("Does not compile: " + source);
		}
		return new Loader().define(name, code.toByteArray());
	}

	private static final class Loader extends ClassLoader {

		Loader() {
			super(CompiledClass.class.getClassLoader());
		}

		Class<?> define(String name, byte[] code) {
			return defineClass(name, code, 0, code.length);
		}

	}

}
