/**
 * What the kinds have in common that order nothing themselves and only say what holds for others: their status tells
 * whether they could be read, and so are in force.
 */
@NullMarked
package dev.signet.kubernetes.spec;

import org.jspecify.annotations.NullMarked;
