/** The chart and the operator together: installed, upgraded, bound to namespaces, uninstalled and installed again. */
@NullMarked
package dev.signet.e2e.install;

import org.jspecify.annotations.NullMarked;
