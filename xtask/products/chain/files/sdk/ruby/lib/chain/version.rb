# frozen_string_literal: true

module Chain
  # The wire format, not the release: VERSION = '1.0' below is what the gem is called.
  PROTOCOL_VERSION = '1.0'

  VERSION = '1.0'
end
