/** Characters: what texts from outside are made of. */
@NullMarked
package dev.signet.domain.text;

import org.jspecify.annotations.NullMarked;
