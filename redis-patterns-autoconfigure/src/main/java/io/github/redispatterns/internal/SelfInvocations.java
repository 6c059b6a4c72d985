package io.github.redispatterns.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;

/**
 * Finds, in the byte code of a class, calls of its own methods on {@code this}.
 * <p>
 * A method that gets hold of another object of its class, such as the bean's own proxy,
 * is left alone: which of the two it calls is not known.
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
			return new MethodScanner(this, readable(name), descriptor);
		}

		private static String readable(String name) {
			return name.startsWith("lambda$") ? name.substring(7, name.lastIndexOf('$')) : name;
		}

	}

	private static final class MethodScanner extends MethodVisitor {

		private final Scanner scanner;

		private final String caller;

		private final Type self;

		private final Set<Call> calls = new LinkedHashSet<>();

		private boolean otherReceiver;

		MethodScanner(Scanner scanner, String caller, String descriptor) {
			super(SpringAsmInfo.ASM_VERSION);
			this.scanner = scanner;
			this.caller = caller;
			this.self = Type.getObjectType(scanner.owner);
			this.otherReceiver = List.of(Type.getArgumentTypes(descriptor)).contains(this.self);
		}

		@Override
		public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
			this.otherReceiver |= Type.getType(descriptor).equals(this.self);
		}

		@Override
		public void visitTypeInsn(int opcode, String type) {
			this.otherReceiver |= type.equals(this.scanner.owner);
		}

		@Override
		public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
			this.otherReceiver |= Type.getReturnType(descriptor).equals(this.self);
			called(owner, name, descriptor);
		}

		@Override
		public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
			boolean captures = List.of(Type.getArgumentTypes(descriptor)).contains(this.self);
			for (Object argument : arguments) {
				if (captures && argument instanceof Handle handle) {
					called(handle.getOwner(), handle.getName(), handle.getDesc());
				}
			}
		}

		@Override
		public void visitEnd() {
			if (!this.otherReceiver) {
				this.scanner.calls.addAll(this.calls);
			}
		}

		private void called(String owner, String name, String descriptor) {
			String callee = this.scanner.wanted.apply(name + descriptor);
			if (callee != null && owner.equals(this.scanner.owner)) {
				this.calls.add(new Call(this.caller, callee));
			}
		}

	}

}
