/** What is said of objects that are only read. */
@NullMarked
package dev.signet.kubernetes.spec;

import org.jspecify.annotations.NullMarked;
