/** Whether what the samples promise about proxies holds, against the real ones. */
@NullMarked
package dev.signet.e2e.peer;

import org.jspecify.annotations.NullMarked;
