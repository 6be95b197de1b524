/** How the writer takes each answer of an API server. */
@NullMarked
package dev.signet.kubernetes.apply;

import org.jspecify.annotations.NullMarked;
