/**
 * What Signet decides, without Kubernetes, HTTP, clock, randomness or logger: those arrive as arguments. This package
 * holds what every part of the domain shares, the codes of refusal above all.
 */
@NullMarked
package dev.signet.domain;

import org.jspecify.annotations.NullMarked;
