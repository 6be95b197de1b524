/**
 * That what the tests of this module stand on does what it says: the operator as a process, its jar, the chart, the search for
 * values; and the rules of the house, on sources.
 */
@NullMarked
package dev.signet.e2e;

import org.jspecify.annotations.NullMarked;
