/**
 * Makes the CustomResourceDefinitions and their reference page from the records.
 * It stands among the tests so that nothing of it reaches the operator; {@link dev.signet.crds.generate.Generate} is the command.
 */
@NullMarked
package dev.signet.crds.generate;

import org.jspecify.annotations.NullMarked;
