package io.github.redispatterns.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;

/**
 * Finds, in the byte code of a class, calls of its own methods.
 */
final class SelfInvocations {

	private SelfInvocations() {
	}

	static Set<Call> find(Class<?> type, Set<Method> methods) {
		Map<String, String> wanted = methods.stream()
			.collect(Collectors.toMap((method) -> method.getName() + Type.getMethodDescriptor(method), Method::getName,
					(one, other) -> one));
		Set<Call> calls = new LinkedHashSet<>();
		try (InputStream code = type.getResourceAsStream(
				type.getName().substring(type.getPackageName().length() + (type.getPackageName().isEmpty() ? 0 : 1))
						+ ".class")) {
			if (code != null) {
				new ClassReader(code).accept(new Scanner(Type.getInternalName(type), wanted::get, calls),
						ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return calls;
	}

	/**
	 * A method that calls another one of its class.
	 *
	 * @param caller name of the calling method
	 * @param callee name of the called method
	 */
	record Call(String caller, String callee) {
	}

	private static final class Scanner extends ClassVisitor {

		private final String owner;

		private final Function<String, @Nullable String> wanted;

		private final Set<Call> calls;

		Scanner(String owner, Function<String, @Nullable String> wanted, Set<Call> calls) {
			super(SpringAsmInfo.ASM_VERSION);
			this.owner = owner;
			this.wanted = wanted;
			this.calls = calls;
		}

		@Override
		public @Nullable MethodVisitor visitMethod(int access, String name, String descriptor,
				@Nullable String signature, String @Nullable [] exceptions) {
			if ((access & Opcodes.ACC_BRIDGE) != 0) {
				return null;
			}
			return new MethodVisitor(SpringAsmInfo.ASM_VERSION) {
				@Override
				public void visitMethodInsn(int opcode, String owner, String called, String descriptor,
						boolean isInterface) {
					String callee = Scanner.this.wanted.apply(called + descriptor);
					if (callee != null && owner.equals(Scanner.this.owner)) {
						Scanner.this.calls.add(new Call(readable(name), callee));
					}
				}
			};
		}

		private static String readable(String name) {
			return name.startsWith("lambda$") ? name.substring(7, name.lastIndexOf('$')) : name;
		}

	}

}
