"""What the demo has of allocation beside the imported records. Every word of it is made up."""
