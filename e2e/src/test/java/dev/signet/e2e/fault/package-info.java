/** What breaks around the operator while it issues, and that every token comes out right. */
@NullMarked
package dev.signet.e2e.fault;

import org.jspecify.annotations.NullMarked;
