# frozen_string_literal: true

require 'uri'

require_relative 'chain/version'

module Chain
  # A connection to one core.
  class Client
    def initialize(core)
      @core = URI(core)
    end

    def transactions
      URI.join(@core, '/list-transactions')
    end
  end
end
