/** Kubernetes Events: Warnings, on transitions only, since an ordinary issue is no news. */
@NullMarked
package dev.signet.kubernetes.event;

import org.jspecify.annotations.NullMarked;
