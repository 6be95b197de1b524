/**
 * The CustomResourceDefinitions on a real API server without anything else of Signet. The rows are data, in {@code
 * crds/src/test/resources/admission}.
 */
@NullMarked
package dev.signet.e2e.schema;

import org.jspecify.annotations.NullMarked;
