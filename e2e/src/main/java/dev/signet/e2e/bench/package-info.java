/**
 * What the scripts in {@code bench/} run: the operator measured on a control plane of its own, and beside it the least that
 * could do the same work. Nothing here gates a build.
 */
@NullMarked
package dev.signet.e2e.bench;

import org.jspecify.annotations.NullMarked;
