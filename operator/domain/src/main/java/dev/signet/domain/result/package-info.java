/**
 * What a parser returns: the value that proves the check, or the field, the fault and what to write instead.
 * Every parser of the domain answers in this form, so that admission, conditions and problem details say the same.
 */
@NullMarked
package dev.signet.domain.result;

import org.jspecify.annotations.NullMarked;
