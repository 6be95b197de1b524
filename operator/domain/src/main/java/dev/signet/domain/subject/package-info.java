/**
 * Whom a token speaks for, within its namespace and beyond it.
 * Names are checked here once, so that no later step meets a colon, a control character or a {@code system:} name.
 */
@NullMarked
package dev.signet.domain.subject;

import org.jspecify.annotations.NullMarked;
