'use strict'

const isAbsolute = require('path-is-absolute')

/** A connection to one core, with the key file that signs its requests. */
class Client {
  constructor (core, keyFile) {
    if (keyFile && !isAbsolute(keyFile)) throw new Error('the key file needs an absolute path')
    this.core = core
    this.keyFile = keyFile
  }

  transactions () {
    return new URL('/list-transactions', this.core)
  }
}

module.exports = { Client }
