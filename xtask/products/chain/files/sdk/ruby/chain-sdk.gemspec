# frozen_string_literal: true

require_relative 'lib/chain/version'

Gem::Specification.new do |spec|
  spec.name = 'chain-sdk-example'
  spec.version = Chain::VERSION
  spec.summary = 'Talks to a Chain Core'
  spec.authors = ['The Chain Core team']
  spec.license = 'MIT'
  spec.required_ruby_version = '>= 2.0'
  spec.files = Dir['lib/**/*.rb']
  spec.add_dependency 'wire-codec-example', '~> 1.0'
end
