/**
 * The process: its command line, and the wiring of all parts by constructors.
 */
@NullMarked
package dev.signet.app;

import org.jspecify.annotations.NullMarked;
