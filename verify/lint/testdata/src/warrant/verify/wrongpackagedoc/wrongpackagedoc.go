// This package has a comment of another form.
package wrongpackagedoc // want `package comment does not start with "Package wrongpackagedoc"`
