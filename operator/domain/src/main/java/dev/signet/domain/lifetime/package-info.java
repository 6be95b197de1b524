/**
 * How long a token lives and when it is renewed: the four ways to say it, and what they come to at issue.
 * Time arrives as an argument; nothing here reads a clock.
 */
@NullMarked
package dev.signet.domain.lifetime;

import org.jspecify.annotations.NullMarked;
