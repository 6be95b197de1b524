/** That child processes end no later than whoever started them. */
@NullMarked
package dev.signet.e2e.process;

import org.jspecify.annotations.NullMarked;
