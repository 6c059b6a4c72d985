/**
 * An application as a user begins it: the starter, one annotation and three lines of yml.
 */
package io.github.redispatterns.smoke;
