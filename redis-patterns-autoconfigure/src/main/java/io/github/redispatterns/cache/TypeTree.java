package io.github.redispatterns.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.jsontype.NamedType;

/**
 * The properties of a type, and those of the types they have, as one text that is the
 * same in every JVM and on every JDK.
 * <p>
 * What comes with Java or Jackson is its name alone, for its fields are not the
 * application's.
 */
final class TypeTree {

	private final SerializationConfig config = ValueJson.MAPPER.serializationConfig();

	private final ClassIntrospector introspector = this.config.classIntrospectorInstance();

	private final Set<String> seen = new HashSet<>();

	private final StringBuilder text = new StringBuilder();

	private TypeTree() {
	}

	/**
	 * Fingerprint of a type.
	 * @param type the type
	 * @return hash of its name in the high half, of its properties in the low half
	 */
	static long fingerprint(JavaType type) {
		return ((long) hash(name(type)) << 32) | Integer.toUnsignedLong(hash(of(type)));
	}

	/**
	 * Name of a type with its arguments.
	 * @param type the type
	 * @return its name
	 */
	static String name(JavaType type) {
		if (type.isArrayType()) {
			return name(type.getContentType()) + "[]";
		}
		StringBuilder name = new StringBuilder(type.getRawClass().getName());
		String separator = "<";
		for (JavaType argument : type.getBindings().getTypeParameters()) {
			name.append(separator).append(name(argument));
			separator = ",";
		}
		return separator.equals(",") ? name.append('>').toString() : name.toString();
	}

	static String of(JavaType type) {
		TypeTree tree = new TypeTree();
		tree.visit(type);
		return tree.text.toString();
	}

	private void visit(JavaType type) {
		String name = name(type);
		if (!this.seen.add(name)) {
			return;
		}
		this.text.append(name);
		Class<?> raw = type.getRawClass();
		if (raw.isEnum()) {
			constants(raw);
		}
		else if (isOfApplication(raw) && !type.isContainerType() && !type.isReferenceType()) {
			properties(type);
		}
		this.text.append(';');
		if (type.isArrayType()) {
			visit(type.getContentType());
		}
		type.getBindings().getTypeParameters().forEach(this::visit);
	}

	private void constants(Class<?> type) {
		Set<String> names = new TreeSet<>();
		for (Object constant : type.getEnumConstants()) {
			names.add(((Enum<?>) constant).name());
		}
		this.text.append(names);
	}

	private void properties(JavaType type) {
		AnnotatedClass annotated = this.introspector.introspectClassAnnotations(type);
		BeanDescription bean = this.introspector.introspectForSerialization(type, annotated);
		TreeMap<String, JavaType> properties = new TreeMap<>();
		for (BeanPropertyDefinition property : bean.findProperties()) {
			if (property.couldSerialize()) {
				properties.put(property.getName(), property.getPrimaryType());
			}
		}
		this.text.append('{');
		properties.forEach((name, value) -> this.text.append(name).append(':').append(name(value)).append(','));
		this.text.append('}');
		Collection<NamedType> subtypes = this.config.getSubtypeResolver()
			.collectAndResolveSubtypesByClass(this.config, annotated);
		TreeMap<String, JavaType> children = new TreeMap<>();
		for (NamedType subtype : subtypes) {
			if (subtype.getType() != type.getRawClass()) {
				JavaType child = this.config.constructType(subtype.getType());
				children.put((subtype.hasName() ? subtype.getName() : "") + "=" + name(child), child);
			}
		}
		this.text.append(children.keySet());
		this.text.append(';');
		properties.values().forEach(this::visit);
		children.values().forEach(this::visit);
	}

	static boolean isOfApplication(Class<?> type) {
		String name = type.getName();
		return !type.isPrimitive() && !type.isArray() && !name.startsWith("java.") && !name.startsWith("javax.")
				&& !name.startsWith("jdk.") && !name.startsWith("tools.jackson.")
				&& !name.startsWith("com.fasterxml.jackson.");
	}

	private static int hash(String text) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return ByteBuffer.wrap(Arrays.copyOf(digest, Integer.BYTES)).getInt();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
