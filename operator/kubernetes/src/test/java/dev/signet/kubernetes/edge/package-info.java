/** What a replica of the token service knows, and what it writes. */
@NullMarked
package dev.signet.kubernetes.edge;

import org.jspecify.annotations.NullMarked;
