/** The life of tokens on a real API server, with the chart installed and the operator under its rights. */
@NullMarked
package dev.signet.e2e.token;

import org.jspecify.annotations.NullMarked;
