"""The letters about decisions and appeals: their blocks, the texts they are made of, and what they must say."""
