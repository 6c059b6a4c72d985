package io.github.redispatterns.support;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test class against real Redis servers, given to it as a parameter or a
 * non-static field of type {@link RedisServers}.
 * <p>
 * The servers are empty and whole before every test. After every test the keys it left
 * are held against {@link RedisKeys}, after the class its threads and connections.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(RedisExtension.class)
public @interface RedisTest {

	/**
	 * Which servers. They are started once per JVM, on first use.
	 * @return the topology
	 */
	Topology value() default Topology.STANDALONE;

	/**
	 * Whether the class gets servers of its own, which nobody else sees broken.
	 * @return whether to start servers for this class alone
	 */
	boolean dedicated() default false;

	/**
	 * Whether threads and connections must be gone after the class. Switch it off only
	 * where contexts outlive the class by design, as in Spring's context cache.
	 * @return whether to look for leaks
	 */
	boolean leaks() default true;

}
