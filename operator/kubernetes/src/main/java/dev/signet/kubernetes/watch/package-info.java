/** What several controllers watch, each kind once, and how a change of it wakes those whom it concerns. */
@NullMarked
package dev.signet.kubernetes.watch;

import org.jspecify.annotations.NullMarked;
