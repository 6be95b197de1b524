/**
 * Certificate authorities: their keys, the root, intermediate and signing certificates that they issue, and the reading of
 * authorities made elsewhere. Everything that decides whether a certificate may exist stands here; where it is stored and who
 * asked for it does not.
 */
@NullMarked
package dev.signet.domain.ca;

import org.jspecify.annotations.NullMarked;
